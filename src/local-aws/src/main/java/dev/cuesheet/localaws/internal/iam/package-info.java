/** Identities, policies and the decision whether a call is allowed. */
@NullMarked
package dev.cuesheet.localaws.internal.iam;

import org.jspecify.annotations.NullMarked;
