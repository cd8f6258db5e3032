package io.ebbgate.webhook.review;

import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.SettingOrigin;
import java.util.List;

/** What an injection is made from, for people. */
public record InjectionDetails(Injection injection, List<SettingOrigin> settings) {
  public InjectionDetails {
    settings = List.copyOf(settings);
  }
}
