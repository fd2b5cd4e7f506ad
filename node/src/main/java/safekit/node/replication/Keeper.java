package safekit.node.replication;

import safekit.core.replication.Attributes;
import safekit.core.replication.Entry;
import safekit.core.replication.FileId;

/**
 * Told what a reintegration is about to overwrite, before it does; ids are this node's own. Never
 * fails. Used by the applying thread.
 */
interface Keeper {
    /** Keeps nothing. */
    Keeper NONE =
            new Keeper() {
                @Override
                public void overwrites(FileId file, long offset, long length) {}

                @Override
                public void cuts(FileId file, long size) {}

                @Override
                public void removes(Entry at, TreeAccess.Node node) {}

                @Override
                public void changes(TreeAccess.Node node, int mask, Attributes wanted) {}

                @Override
                public void made(FileId file) {}

                @Override
                public void ends() {}
            };

    /** These bytes get others. */
    void overwrites(FileId file, long offset, long length);

    /** The file gets this size. */
    void cuts(FileId file, long size);

    /** This name goes away; a directory is empty by then. */
    void removes(Entry at, TreeAccess.Node node);

    /** The file gets these attributes; its content may follow. */
    void changes(TreeAccess.Node node, int mask, Attributes wanted);

    /** The reintegration made this file. */
    void made(FileId file);

    /** Nothing more is overwritten. */
    void ends();
}
