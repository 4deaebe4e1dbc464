# Of the list and `room`, the list counts. A short name of the same room is no other room.
confab check small.yaml room-differs.json
