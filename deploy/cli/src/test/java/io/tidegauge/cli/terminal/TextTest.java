package io.tidegauge.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void charactersOfEastAsiaAreTwoColumnsWide() {
    assertThat(Text.width("web-1")).isEqualTo(5);
    assertThat(Text.width("서버-1")).isEqualTo(6);
    assertThat(Text.width("e\u0301")).isEqualTo(1);
    assertThat(Text.left("서버", 6)).isEqualTo("서버  ");
    assertThat(Text.right("7", 3)).isEqualTo("  7");
  }

  @Test
  void whatIsTooLongIsCutWithAnEllipsis() {
    assertThat(Text.fit("web-1", 5)).isEqualTo("web-1");
    assertThat(Text.fit("web-12", 5)).isEqualTo("web-…");
    assertThat(Text.fit("서버서버", 6)).isEqualTo("서버…");
    assertThat(Text.fit("ab", 1)).isEqualTo("…");
    assertThat(Text.fit("ab", 0)).isEmpty();
  }

  @Test
  void labelsCannotCommandTheTerminal() {
    assertThat(Text.clean("a\u001b[2Jb\r\nc\u009b1m\u202ed")).isEqualTo("a�[2Jb��c�1m�d");
    assertThat(Text.clean("plain é 서버")).isEqualTo("plain é 서버");
  }
}
