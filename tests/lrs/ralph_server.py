"""Ralph's LRS with its file backend, on the socket whose file descriptor is the first argument."""

from __future__ import annotations

import socket
import sys

import uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend

if __name__ == "__main__":
    # By default Ralph 5.1 creates its file with the first statement and refuses to write to it again.
    FSLRSBackend.default_operation_type = BaseOperationType.APPEND
    server = uvicorn.Server(uvicorn.Config("ralph.api:app"))
    server.run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
