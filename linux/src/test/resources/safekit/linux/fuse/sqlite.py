"""Two processes write to one SQLite database in WAL mode, with memory-mapped reading."""
import os
import sqlite3
import sys


def connect():
    db = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
    db.execute("pragma mmap_size=100000000")
    db.execute("pragma synchronous=normal")
    return db


db = connect()
mode = db.execute("pragma journal_mode=wal").fetchone()[0]
db.execute("create table t (id integer primary key, worker int, data blob)")
db.close()
children = []
for worker in range(2):
    child = os.fork()
    if child == 0:
        db = connect()
        for i in range(100):
            db.execute("begin immediate")
            for j in range(20):
                db.execute("insert into t(worker, data) values (?, ?)", (worker, os.urandom(300)))
            db.execute("commit")
        db.close()
        os._exit(0)
    children.append(child)
failed = [c for c in children if os.waitpid(c, 0)[1] != 0]
db = connect()
db.execute("pragma wal_checkpoint(truncate)")
check = db.execute("pragma integrity_check").fetchone()[0]
rows = db.execute("select count(*) from t").fetchone()[0]
print(mode, "failed" if failed else check, rows)
