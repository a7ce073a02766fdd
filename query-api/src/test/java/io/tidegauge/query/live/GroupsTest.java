package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupsTest {

  @Test
  void valuesOfOneKeyAreTogetherAndKeysKeepTheirOrder() {
    assertThat(Groups.of(List.of("bee", "ant", "bat", "cow", "ape"), word -> word.charAt(0), 2))
        .satisfiesExactly(
            part ->
                assertThat(part)
                    .containsExactly(
                        entry('b', List.of("bee", "bat")), entry('a', List.of("ant", "ape"))),
            part -> assertThat(part).containsExactly(entry('c', List.of("cow"))));
  }

  @Test
  void aPartIsFullBeforeTheNextBegins() {
    List<Integer> numbers = IntStream.range(0, 129).boxed().toList();

    assertThat(Groups.of(numbers, number -> number, 64))
        .extracting(part -> part.size())
        .containsExactly(64, 64, 1);
    assertThat(Groups.of(numbers, number -> number % 64, 64)).hasSize(1);
  }

  @Test
  void ofNothingThereIsNoPart() {
    assertThat(Groups.of(List.<String>of(), word -> word, 64)).isEmpty();
  }
}
