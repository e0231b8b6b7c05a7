# dis: --stage=ir --pass lift --function f
async def f(a):
    async for x in a:
        await x
    return [y async for y in a]
