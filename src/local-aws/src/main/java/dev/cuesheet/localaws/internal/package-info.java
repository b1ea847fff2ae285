/** Where the services of the local AWS are made and known to one another. */
@NullMarked
package dev.cuesheet.localaws.internal;

import org.jspecify.annotations.NullMarked;
