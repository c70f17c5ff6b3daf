"""The sockets that the preview listens on."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from courseware.preview.serve import listen


def test_answers_leave_at_once_and_wait_for_no_acknowledgement() -> None:
    sockets = listen(0)

    async def delay_of_an_accepted_connection() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(connected, sock=sockets.preview):
            with closing(socket.create_connection(sockets.preview.getsockname())):
                return await accepted

    # in another thread, because another test's browser may keep an event loop running in this one
    with closing(sockets.packages), ThreadPoolExecutor() as pool:
        assert pool.submit(asyncio.run, delay_of_an_accepted_connection()).result() != 0
