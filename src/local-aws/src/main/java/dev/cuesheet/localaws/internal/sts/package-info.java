/** Security Token Service: who is calling, and temporary credentials. */
@NullMarked
package dev.cuesheet.localaws.internal.sts;

import org.jspecify.annotations.NullMarked;
