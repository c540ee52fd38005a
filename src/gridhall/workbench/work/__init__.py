"""My work: the inbox, one work item, how the work is spread."""
