"""The only place where a workflow touches the world. Every activity may be repeated safely; none decides."""
