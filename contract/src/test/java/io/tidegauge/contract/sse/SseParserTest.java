package io.tidegauge.contract.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of WHATWG HTML, sections 9.2.5 and 9.2.6, and its examples. */
class SseParserTest {

  private final List<SseEvent> events = new ArrayList<>();
  private final List<Long> retries = new ArrayList<>();
  private final SseParser parser = new SseParser("", events::add, retries::add);

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void linesEndInThreeWays(String end) {
    feed("event: add" + end + "data: 1" + end + "data: 2" + end + end + "data: 3" + end + end);

    assertThat(events)
        .containsExactly(new SseEvent("add", "1\n2", ""), new SseEvent("message", "3", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void anyPiecesGiveTheSameEvents(String end) {
    String text =
        "\ufeffid: 7"
            + end
            + "event: é€𝄞"
            + end
            + "data: é€𝄞"
            + end
            + ": no"
            + end
            + end
            + "data"
            + end
            + end;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      parser.accept(new byte[] {each}, 1);
    }

    assertThat(events)
        .containsExactly(new SseEvent("é€𝄞", "é€𝄞", "7"), new SseEvent("message", "", "7"));
  }

  @Test
  void anEventIsDispatchedAtACarriageReturnWithoutWaitingForMore() {
    feed("data: a\r\r");

    assertThat(events).hasSize(1);
    feed("\ndata: b\r\n\r");
    assertThat(events).extracting(SseEvent::data).containsExactly("a", "b");
  }

  @Test
  void oneByteOrderMarkAtTheBeginningIsIgnored() {
    feed("\ufeffdata: 1\n\n\ufeffdata: 2\n\ndata: 3\n\n");

    assertThat(events).extracting(SseEvent::data).containsExactly("1", "3");
  }

  @Test
  void aSecondByteOrderMarkIsPartOfTheName() {
    feed("\ufeff\ufeffdata: 1\n\n");

    assertThat(events).isEmpty();
  }

  @Test
  void oneSpaceAfterTheColonIsIgnored() {
    feed("data:test\n\ndata: test\n\ndata:  test \n\n");

    assertThat(events).extracting(SseEvent::data).containsExactly("test", "test", " test ");
  }

  @Test
  void dataWithoutAColonIsAnEmptyLine() {
    feed("data\n\ndata\ndata\n\ndata:");

    assertThat(events).extracting(SseEvent::data).containsExactly("", "\n");
  }

  @Test
  void commentsAndUnknownFieldsAreIgnored() {
    feed(": comment\n:\ndata: a\nData: b\n data: c\nfoo: d\nfoo\n\n");

    assertThat(events).containsExactly(new SseEvent("message", "a", ""));
  }

  @Test
  void theIdStaysUntilThereIsAnother() {
    feed("data: 1\nid: 1\n\ndata: 2\n\ndata: 3\nid\n\ndata: 4\n\n");

    assertThat(events).extracting(SseEvent::lastEventId).containsExactly("1", "1", "", "");
  }

  @Test
  void anIdWithNulIsIgnored() {
    feed("id: 1\ndata: a\n\nid: 2\u0000\ndata: b\n\n");

    assertThat(events).extracting(SseEvent::lastEventId).containsExactly("1", "1");
  }

  @Test
  void anIdWithoutDataCountsForTheNextConnection() {
    feed("id: 9\n\n");

    assertThat(events).isEmpty();
    assertThat(parser.lastEventId()).isEqualTo("9");
  }

  @Test
  void theIdOfAnEventThatHasNotEndedDoesNotCount() {
    feed("id: 1\ndata: a\n\nid: 2\ndata: b\n");

    assertThat(parser.lastEventId()).isEqualTo("1");
  }

  @Test
  void theTypeIsForgottenWithAnEventWithoutData() {
    feed("event: add\n\ndata: 1\n\n");

    assertThat(events).containsExactly(new SseEvent("message", "1", ""));
  }

  @Test
  void theLastTypeCounts() {
    feed("event: a\nevent: b\ndata: 1\n\nevent: c\nevent\ndata: 2\n\n");

    assertThat(events).extracting(SseEvent::type).containsExactly("b", "message");
  }

  @Test
  void retryIsDigitsOnly() {
    feed("retry: 1000\nretry: 3s\nretry: -1\nretry\nretry: 1.5\nretry: 0\nretry: ١\n");

    assertThat(retries).containsExactly(1000L, 0L);
  }

  @Test
  void whatIsNotEndedByAnEmptyLineIsNoEvent() {
    feed("data: 1\n\ndata: 2\n");

    assertThat(events).hasSize(1);
  }

  @Test
  void whatIsNoUtf8IsReplaced() {
    parser.accept(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xff, 'x', '\n', '\n'}, 9);

    assertThat(events).extracting(SseEvent::data).containsExactly("\ufffdx");
  }

  @Test
  void anEventIsBounded() {
    byte[] line = ("data: " + "x".repeat(1 << 20) + "\n").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 40; i++) {
                parser.accept(line, line.length);
              }
            })
        .isInstanceOf(SseParser.EventTooLargeException.class);
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    parser.accept(bytes, bytes.length);
  }
}
