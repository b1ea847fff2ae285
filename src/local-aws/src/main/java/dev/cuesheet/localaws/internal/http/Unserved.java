package dev.cuesheet.localaws.internal.http;

import dev.cuesheet.localaws.internal.wire.AwsError;

/** Stands for the services that are not here: answers that they are not, in a form most clients can read. */
record Unserved(String service, Protocol voice) implements Protocol {

    @Override
    public Reply answer(Request request, String requestId) {
        throw AwsError.notImplemented(service, request.method() + " " + request.rawPath());
    }

    @Override
    public Reply refuse(Exception failure, Request request, String requestId) {
        return voice.refuse(failure, request, requestId);
    }
}
