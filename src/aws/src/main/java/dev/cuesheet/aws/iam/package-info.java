/** Roles and their policies. */
@NullMarked
package dev.cuesheet.aws.iam;

import org.jspecify.annotations.NullMarked;
