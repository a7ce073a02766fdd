package io.tidegauge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard's package.json says which Node.js it needs; all others say the same. */
class NodeVersionTest {

  private final String needed =
      found(Repository.text("dashboard/package.json"), "\"node\": \">=(\\d+\\.\\d+)\"");

  @Test
  void theDocumentsAndTheLauncherAskForIt() {
    assertThat(Repository.text("README.md")).contains("Node.js " + needed + " or later");
    assertThat(Repository.text("CONTRIBUTING.md")).contains("Node.js " + needed + " or later");
    assertThat(Repository.text("tidegauge")).contains("node_needed=" + needed + "\n");
  }

  @Test
  void theImageIsBuiltWithANewerOne() {
    String image =
        found(Repository.text("deploy/compose/Dockerfile"), "(?m)^FROM node:(\\d+)-\\S+ AS node$");

    assertThat(Integer.parseInt(image)).isGreaterThan(Integer.parseInt(needed.split("\\.", 2)[0]));
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
