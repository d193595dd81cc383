"""What the web page shows: values of the assistant as escaped HTML. Decides nothing."""
