"""What leaves the register for the outside world and what comes in: messages, addresses, digests, letters.

Called by the dispatcher, by activities and by the command line; nothing here touches the log.
"""
