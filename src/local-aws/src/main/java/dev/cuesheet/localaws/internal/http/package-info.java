/** The HTTP server: one port, requests led to the protocol they speak, answers written as they stream. */
@NullMarked
package dev.cuesheet.localaws.internal.http;

import org.jspecify.annotations.NullMarked;
