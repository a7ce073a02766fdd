package io.tidegauge.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.cli.output.TextLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TableTest {

  private final Table table =
      new Table(
          Column.text("SERVER").cutTo(6),
          Column.text("STATE"),
          Column.number("CPU"),
          Column.text("ROLE").optional(1),
          Column.text("OWNER").optional(2),
          Column.text("TAGS").optional(3));

  TableTest() {
    table.row(cells("web-frontend-1", "warning", "93%", "web", "shop", ""));
    table.row(cells("서버", "healthy", "7%", "db", "", ""));
  }

  @Test
  void columnsAreAlignedAndEmptyOnesLeftOut() {
    assertThat(print(Terminal.UNLIMITED, false))
        .isEqualTo(
            """
            SERVER          STATE    CPU  ROLE  OWNER
            web-frontend-1  warning  93%  web   shop
            서버            healthy   7%  db
            """);
  }

  @Test
  void whatIsWideIsCutAndThenTheLeastImportantLeftOut() {
    assertThat(print(36, false))
        .isEqualTo(
            """
            SERVER     STATE    CPU  ROLE  OWNER
            web-fron…  warning  93%  web   shop
            서버       healthy   7%  db
            """);
    assertThat(print(28, false))
        .startsWith("SERVER    STATE    CPU  ROLE\nweb-fro…  warning  93%  web\n");
    assertThat(print(20, false)).startsWith("SERVER  STATE    CPU\nweb-f…  warning  93%\n");
  }

  @Test
  void colorsDoNotCountAsWidth() {
    Table colored = new Table(Column.text("A"), Column.number("B"));
    colored.row(Cell.of("x", Tone.BAD), Cell.of("1", Tone.GOOD));

    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    colored.print(new Terminal(80, 24, true, true), new TextLines(writer));
    writer.flush();

    assertThat(out.toString().lines().toList().get(1))
        .isEqualTo("\u001b[1;31mx\u001b[0m  \u001b[32m1\u001b[0m");
  }

  private static Cell[] cells(String... texts) {
    return Arrays.stream(texts).map(Cell::of).toArray(Cell[]::new);
  }

  private String print(int width, boolean colors) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    table.print(new Terminal(width, Terminal.UNLIMITED, colors, false), new TextLines(writer));
    writer.flush();
    return out.toString();
  }
}
