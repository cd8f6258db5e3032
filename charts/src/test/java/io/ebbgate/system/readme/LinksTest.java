package io.ebbgate.system.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {
  @Test
  void everyLinkAndPictureLeadsSomewhere() throws IOException {
    List<DocsPage> pages = DocsPage.withOthers().toList();

    assertThat(pages.stream().flatMap(page -> page.links().stream())).hasSizeGreaterThan(30);
    assertThat(
            pages.stream()
                .flatMap(page ->
                    page.links().stream()
                        .filter(link -> !page.leadsTo(link))
                        .map(link -> page.file().getFileName() + ": " + link)))
        .isEmpty();
  }

  @Test
  void everyPageIsLinkedFromTheFirst() throws IOException {
    List<DocsPage> pages = DocsPage.all().toList();
    List<String> linked = pages.getFirst().links();

    assertThat(pages.stream().skip(1).map(page -> "docs/" + page.file().getFileName()))
        .allSatisfy(
            page -> assertThat(linked.stream().map(link -> link.split("#", 2)[0])).contains(page));
  }
}
