package io.tidegauge.loadtest.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import org.junit.jupiter.api.Test;

class NoPreferencesTest {

  @Test
  void itWasJustLookedForANewVersionWhateverIsSaved() throws BackingStoreException {
    NoPreferences.Factory.use();
    Preferences preferences = Preferences.userRoot().node("/io/gatling/latestVersion");

    preferences.putLong("lastCheckTimestamp", 0);
    preferences.putBoolean("lastCheckSuccess", true);
    preferences.flush();

    assertThat(preferences).isInstanceOf(NoPreferences.class);
    assertThat(preferences.getLong("lastCheckTimestamp", 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(preferences.getBoolean("lastCheckSuccess", false)).isFalse();
  }
}
