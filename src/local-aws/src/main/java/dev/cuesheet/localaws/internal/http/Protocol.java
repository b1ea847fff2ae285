package dev.cuesheet.localaws.internal.http;

import java.io.IOException;

/** A family of services that share a wire format. Safe to share between threads. */
public interface Protocol {

    /** Answers the request; whatever it throws goes to {@link #refuse}. */
    Reply answer(Request request, String requestId) throws IOException;

    /** Says no in this protocol's own words. Any failure is answered, unknown ones as the service's fault. */
    Reply refuse(Exception failure, Request request, String requestId);
}
