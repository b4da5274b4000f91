"""The only importer of temporalio.client: typed commands that start workflows and send updates."""
