/** State on disk: names that are safe as file names, whole-or-nothing writes, JSON documents, locks between processes. */
@NullMarked
package dev.cuesheet.localaws.internal.state;

import org.jspecify.annotations.NullMarked;
