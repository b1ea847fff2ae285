/** Notifiers: callbacks that tell somebody outside what has happened. */
@NullMarked
package dev.cuesheet.operators.notify;

import org.jspecify.annotations.NullMarked;
