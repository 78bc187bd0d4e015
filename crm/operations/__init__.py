"""What keeps Bereik running: the queue, processes, schedules and alarms, for those who look after it."""
