# counts: no, it depends on time
# stress: 2000
# asyncio over local sockets, pipes, signals and processes; nothing that needs a thread.
import asyncio
import os
import signal


async def child(n):
    await asyncio.sleep(0.001 * n)
    return n


async def handle(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def producer(queue):
    for i in range(10):
        await queue.put(i)
    await queue.put(None)


async def consumer(queue):
    out = []
    while (x := await queue.get()) is not None:
        out.append(x)
    return out


async def slow_to_cancel():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        await asyncio.sleep(0.001)
        raise
    finally:
        print("cleaned up")


async def main():
    print(await asyncio.gather(*(child(i) for i in range(5))))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError as e:
        print("timeout", repr(e))
    try:
        await asyncio.wait_for(slow_to_cancel(), 0.01)
    except asyncio.TimeoutError as e:
        print("wait_for", repr(e.__context__))
    queue = asyncio.Queue(3)
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(queue))
        result = group.create_task(consumer(queue))
    print(result.result())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(10))
            group.create_task(asyncio.wait_for(asyncio.Event().wait(), 0.001))
    except* TimeoutError as e:
        print(len(e.exceptions))
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for word in (b"one\n", b"two\n"):
        writer.write(word)
        print(await reader.readline())
    writer.write_eof()
    print(await reader.read())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    loop = asyncio.get_running_loop()
    got = loop.create_future()
    loop.add_signal_handler(signal.SIGUSR1, lambda: got.set_result("signal"))
    os.kill(os.getpid(), signal.SIGUSR1)
    print(await got, loop.remove_signal_handler(signal.SIGUSR1))
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel("why")
    try:
        await task
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
    p = await asyncio.create_subprocess_exec("echo", "hi", stdout=asyncio.subprocess.PIPE)
    print(await p.communicate(), p.returncode)
    p = await asyncio.create_subprocess_shell("cat; exit 3", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    print(await p.communicate(b"input"), p.returncode)
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except OSError as e:
        print(type(e).__name__)
    return "end"


asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
print(asyncio.run(main()))
