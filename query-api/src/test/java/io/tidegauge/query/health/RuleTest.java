package io.tidegauge.query.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.query.security.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Rules as people write them. */
class RuleTest {

  private static Rule parse(String id, String json) {
    return RuleJson.parse(id, json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsWrittenCanBeReadAgain() {
    Rule rule =
        parse(
            "queue",
            "{\"name\": \"Queue\", \"signal\": \"metric\", \"metric\": \"queue_depth\","
                + " \"match\": [\"queue:mail\", \"zone:\"], \"compare\": \"below\","
                + " \"warning\": null, \"critical\": 5, \"forSeconds\": 30, \"enabled\": false}");

    assertThat(parse("queue", new String(RuleJson.bytes(rule), StandardCharsets.UTF_8)))
        .isEqualTo(rule);
    assertThat(rule.match()).hasSize(2);
    assertThat(rule.enabled()).isFalse();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    Rule rule = parse("cpu", "{\"signal\": \"cpu\", \"warning\": 0.5}");

    assertThat(rule.name()).isEqualTo("cpu");
    assertThat(rule.compare()).isEqualTo(Rule.Compare.ABOVE);
    assertThat(rule.critical()).isNull();
    assertThat(rule.forSeconds()).isZero();
    assertThat(rule.enabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a   | [1]                                                           | not an object
          a   | {"signal": "cpu", "warning"                                   | This is not JSON
          A!  | {"signal": "cpu", "warning": 0.5}                             | id is 'A!'
          a   | {"id": "b", "signal": "cpu", "warning": 0.5}                  | not that of the address
          a   | {"signal": "cpu", "warning": 0.5, "limit": 1}                 | no property 'limit'
          a   | {"warning": 0.5}                                              | cpu, memory, disk, load1, metric
          a   | {"signal": "swap", "warning": 0.5}                            | signal is 'swap'
          a   | {"signal": "cpu", "compare": "over", "warning": 0.5}          | above, below
          a   | {"signal": "cpu"}                                             | set warning, critical or both
          a   | {"signal": "cpu", "warning": 90}                              | a share, write 0 to 1
          a   | {"signal": "cpu", "warning": "0.9"}                           | must be a number
          a   | {"signal": "cpu", "warning": 0.9, "critical": 0.8}            | higher with above
          a   | {"signal": "load1", "compare": "below", "warning": 1, "critical": 2} | lower with below
          a   | {"signal": "cpu", "warning": 0.9, "metric": "x"}              | leave it out
          a   | {"signal": "cpu", "warning": 0.9, "match": ["a:b"]}           | leave it out
          a   | {"signal": "metric", "warning": 1}                            | metric is missing
          a   | {"signal": "metric", "metric": "x", "match": ["a"], "warning": 1} | label:value
          a   | {"signal": "metric", "metric": "x", "match": "a:b", "warning": 1} | an array
          a   | {"signal": "cpu", "warning": 0.9, "forSeconds": -1}           | 0 to 86400
          a   | {"signal": "cpu", "warning": 0.9, "forSeconds": 1.5}          | whole number
          a   | {"signal": "cpu", "warning": 0.9, "enabled": 1}               | true or false
          a   | {"signal": "cpu", "warning": 0.9, "name": " "}                | one line
          """)
  void whatIsWrongIsSaid(String id, String json, String advice) {
    assertThatThrownBy(() -> parse(id, json))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(advice)
        .hasMessageContaining("write {");
  }

  @Test
  void findingsComeBackAsTheyWereStored() {
    Finding finding = new Finding("cpu", Level.CRITICAL, 0.99, 0.97, 1_800_000_000_123L);

    String text = Finding.text(java.util.List.of(finding));

    assertThat(Finding.read(text)).containsExactly(finding);
    assertThat(JsonMapper.builder().build().readTree(text).isArray()).isTrue();
  }
}
