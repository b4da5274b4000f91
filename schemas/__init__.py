"""The words of the domain: conclusions, commands, events, refusals. Everybody may import them."""
