package dev.cuesheet.localaws.internal.crawler;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one file. */
interface Source {
    long size();

    /** @param offset in bytes */
    InputStream open(long offset) throws IOException;
}
