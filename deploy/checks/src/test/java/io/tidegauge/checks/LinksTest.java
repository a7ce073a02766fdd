package io.tidegauge.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every relative link of the documents leads to a file, the tests of the invariants among them. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]+]\\(([^)#]+)(#[^)]*)?\\)");

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher matcher = LINK.matcher(Files.readString(document));
      while (matcher.find()) {
        String target = matcher.group(1);
        if (!target.contains("://")) {
          links++;
          Path file = document.resolveSibling(target).normalize();
          if (!Files.exists(file)) {
            broken.add(Repository.ROOT.relativize(document) + " -> " + target);
          }
        }
      }
    }

    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(10);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String folder : List.of("", "docs", "docs/adr", "docs/runbooks")) {
      try (Stream<Path> files = Files.list(Repository.path(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    return documents;
  }
}
