"""A text adventure's state machine, played by a scripted explorer through many generated worlds."""

DIRECTIONS = {"north": (0, -1), "south": (0, 1), "east": (1, 0), "west": (-1, 0)}
OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}


class Room:
    def __init__(self, name):
        self.name = name
        self.exits = {}
        self.items = []
        self.locked = set()
        self.visited = 0


class Player:
    def __init__(self, room):
        self.room = room
        self.bag = {}
        self.health = 100
        self.log = []


class Command:
    def __init__(self, text):
        words = text.lower().split()
        self.verb = words[0] if words else ""
        self.noun = " ".join(words[1:])


class Game:
    def __init__(self, size, seed):
        self.seed = seed
        self.rooms = {}
        for y in range(size):
            for x in range(size):
                self.rooms[x, y] = Room("room %d-%d" % (x, y))
        for (x, y), room in self.rooms.items():
            for direction, (dx, dy) in DIRECTIONS.items():
                other = self.rooms.get((x + dx, y + dy))
                if other is not None and (self.random(4) or (x + y) % 2):
                    room.exits[direction] = other
                    other.exits[OPPOSITE[direction]] = room
                    if self.random(9) == 0:
                        room.locked.add(direction)
            for item in ("lamp", "key", "coin", "potion", "rope"):
                if self.random(5) == 0:
                    room.items.append(item)
        self.player = Player(self.rooms[0, 0])
        self.state = "exploring"
        self.turns = 0
        self.handlers = {name[3:]: getattr(self, name) for name in dir(self) if name.startswith("do_")}

    def random(self, n):
        self.seed = (self.seed * 1664525 + 1013904223) & 0xffffffff
        return (self.seed >> 16) % n

    def execute(self, text):
        command = Command(text)
        handler = self.handlers.get(command.verb)
        if handler is None:
            return "I do not know how to %s." % command.verb
        self.turns += 1
        reply = handler(command.noun)
        if self.player.health <= 0:
            self.state = "dead"
        elif self.player.bag.get("coin", 0) >= 6:
            self.state = "rich"
        return reply

    def do_go(self, direction):
        room = self.player.room
        if direction not in room.exits:
            return "There is no way %s." % direction
        if direction in room.locked:
            if not self.player.bag.get("key"):
                self.player.health -= 1
                return "The door is locked."
            self.player.bag["key"] -= 1
            room.locked.discard(direction)
        self.player.room = room = room.exits[direction]
        room.visited += 1
        if self.random(7) == 0 and not self.player.bag.get("lamp"):
            self.player.health -= 5
            return "You stumble in the dark."
        return "You are in %s." % room.name

    def do_take(self, item):
        items = self.player.room.items
        if item not in items:
            return "There is no %s here." % item
        items.remove(item)
        self.player.bag[item] = self.player.bag.get(item, 0) + 1
        return "Taken."

    def do_drink(self, item):
        if item == "potion" and self.player.bag.get(item):
            self.player.bag[item] -= 1
            self.player.health = min(100, self.player.health + 30)
            return "Refreshing."
        return "You cannot drink that."

    def do_look(self, _):
        room = self.player.room
        exits = ", ".join(sorted(room.exits)) or "none"
        return "%s. Exits: %s. Items: %s" % (room.name, exits, ", ".join(sorted(room.items)) or "none")


def explore(seed):
    game = Game(9, seed)
    player = game.player
    replies = []
    while game.state == "exploring" and game.turns < 400:
        for item in list(player.room.items):
            replies.append(game.execute("take " + item))
        if player.health < 50:
            replies.append(game.execute("drink potion"))
        exits = sorted(player.room.exits.items(), key=lambda e: (e[1].visited, e[0]))
        if not exits:
            break
        replies.append(game.execute("go " + (exits[0][0] if game.random(5) else exits[-1][0])))
        if game.random(10) == 0:
            replies.append(game.execute("look"))
        if game.random(50) == 0:
            replies.append(game.execute("dance wildly"))
    return game, replies


states = {}
turns = 0
letters = 0
for seed in range(300):
    game, replies = explore(seed)
    states[game.state] = states.get(game.state, 0) + 1
    turns += game.turns
    letters += sum(map(len, replies))
    if seed < 3:
        print(seed, game.state, game.turns, game.player.health, sorted(game.player.bag.items()))
        print("\n".join(replies[-3:]))
print(sorted(states.items()), turns, letters)
