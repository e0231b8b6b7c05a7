"""An operating-system simulation: tasks of several kinds pass packets under a priority scheduler."""
IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(1, 7)
KIND_DEVICE, KIND_WORK = 1000, 1001
BUFFER = 4


class Packet:
    def __init__(self, link, ident, kind):
        self.link = link
        self.ident = ident
        self.kind = kind
        self.datum = 0
        self.data = [0] * BUFFER

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        p = queue
        while p.link is not None:
            p = p.link
        p.link = self
        return queue


class Record:
    pass


class DeviceRecord(Record):
    def __init__(self):
        self.pending = None


class IdleRecord(Record):
    def __init__(self):
        self.control = 1
        self.count = 2500


class HandlerRecord(Record):
    def __init__(self):
        self.work_in = None
        self.device_in = None


class WorkerRecord(Record):
    def __init__(self):
        self.destination = HANDLER_A
        self.count = 0


class State:
    def __init__(self):
        self.packet_pending = False
        self.waiting = False
        self.holding = False

    def running(self):
        self.packet_pending = self.waiting = self.holding = False
        return self

    def wait_with_packet(self):
        self.packet_pending = self.waiting = True
        self.holding = False
        return self

    def wait(self):
        self.packet_pending = False
        self.waiting = True
        self.holding = False
        return self

    def is_held_or_waiting(self):
        return self.holding or (not self.packet_pending and self.waiting)

    def is_waiting_with_packet(self):
        return self.packet_pending and self.waiting and not self.holding


class Task(State):
    def __init__(self, system, ident, priority, queue, state, record):
        self.packet_pending, self.waiting, self.holding = state.packet_pending, state.waiting, state.holding
        self.system = system
        self.next = system.tasks
        self.ident = ident
        self.priority = priority
        self.input = queue
        self.record = record
        system.tasks = self
        system.table[ident] = self

    def add_packet(self, packet, old):
        if self.input is None:
            self.input = packet
            self.packet_pending = True
            if self.priority > old.priority:
                return self
        else:
            packet.append_to(self.input)
        return old

    def run(self):
        if self.is_waiting_with_packet():
            message = self.input
            self.input = message.link
            if self.input is None:
                self.running()
            else:
                self.packet_pending = True
                self.waiting = self.holding = False
        else:
            message = None
        return self.step(message, self.record)

    def wait_task(self):
        self.waiting = True
        return self

    def hold(self):
        self.system.holds += 1
        self.holding = True
        return self.next

    def release(self, ident):
        task = self.system.find(ident)
        task.holding = False
        return task if task.priority > self.priority else self

    def send(self, packet):
        target = self.system.find(packet.ident)
        self.system.queued += 1
        packet.link = None
        packet.ident = self.ident
        return target.add_packet(packet, self)


class DeviceTask(Task):
    def step(self, packet, record):
        if packet is None:
            packet = record.pending
            if packet is None:
                return self.wait_task()
            record.pending = None
            return self.send(packet)
        record.pending = packet
        return self.hold()


class HandlerTask(Task):
    def step(self, packet, record):
        if packet is not None:
            if packet.kind == KIND_WORK:
                record.work_in = packet.append_to(record.work_in)
            else:
                record.device_in = packet.append_to(record.device_in)
        work = record.work_in
        if work is None:
            return self.wait_task()
        count = work.datum
        if count >= BUFFER:
            record.work_in = work.link
            return self.send(work)
        device = record.device_in
        if device is None:
            return self.wait_task()
        record.device_in = device.link
        device.datum = work.data[count]
        work.datum = count + 1
        return self.send(device)


class IdleTask(Task):
    def step(self, packet, record):
        record.count -= 1
        if record.count == 0:
            return self.hold()
        if record.control & 1 == 0:
            record.control //= 2
            return self.release(DEVICE_A)
        record.control = record.control // 2 ^ 0xd008
        return self.release(DEVICE_B)


class WorkTask(Task):
    def step(self, packet, record):
        if packet is None:
            return self.wait_task()
        record.destination = HANDLER_B if record.destination == HANDLER_A else HANDLER_A
        packet.ident = record.destination
        packet.datum = 0
        for i in range(BUFFER):
            record.count += 1
            if record.count > 26:
                record.count = 1
            packet.data[i] = 64 + record.count
        return self.send(packet)


class System:
    def __init__(self):
        self.tasks = None
        self.table = [None] * 10
        self.holds = self.queued = 0

    def find(self, ident):
        task = self.table[ident]
        if task is None:
            raise LookupError("bad task %d" % ident)
        return task

    def schedule(self):
        task = self.tasks
        while task is not None:
            if task.is_held_or_waiting():
                task = task.next
            else:
                task = task.run()


def simulate():
    system = System()
    IdleTask(system, IDLE, 1, None, State().running(), IdleRecord())
    queue = Packet(None, 0, KIND_WORK)
    queue = Packet(queue, 0, KIND_WORK)
    WorkTask(system, WORKER, 1000, queue, State().wait_with_packet(), WorkerRecord())
    for handler, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
        queue = None
        for _ in range(3):
            queue = Packet(queue, device, KIND_DEVICE)
        HandlerTask(system, handler, priority, queue, State().wait_with_packet(), HandlerRecord())
    DeviceTask(system, DEVICE_A, 4000, None, State().wait(), DeviceRecord())
    DeviceTask(system, DEVICE_B, 5000, None, State().wait(), DeviceRecord())
    system.schedule()
    return system.queued, system.holds


for _ in range(30):
    result = simulate()
print(*result)
