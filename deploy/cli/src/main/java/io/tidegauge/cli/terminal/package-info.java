/** What people see: tables, sparklines, colours, quantities and times. */
@NullMarked
package io.tidegauge.cli.terminal;

import org.jspecify.annotations.NullMarked;
