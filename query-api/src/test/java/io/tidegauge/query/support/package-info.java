/** The application on real engines, and writers of what it reads. */
@NullMarked
package io.tidegauge.query.support;

import org.jspecify.annotations.NullMarked;
