package io.tidegauge.engines.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.Engines;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SharedEnginesIT {
  @Test
  void theSameEnginesServeAllTestsAndGrow() {
    Engines first = SharedEngines.get(Engine.REDIS);
    Engines second = SharedEngines.get(Engine.REDIS, Engine.CLICKHOUSE);

    assertThat(second).isSameAs(first);
    assertThat(first.running()).contains(Engine.REDIS, Engine.CLICKHOUSE);
  }

  @Test
  void eachTestHasADatabaseOfItsOwn() throws SQLException {
    Engines engines = SharedEngines.get(Engine.CLICKHOUSE, Engine.POSTGRES);

    assertThat(Isolated.clickhouse(engines)).isNotEqualTo(Isolated.clickhouse(engines));
    var postgres = Isolated.postgres(engines);
    assertThat(postgres.database()).isNotEqualTo(Isolated.postgres(engines).database());
    try (Connection connection =
        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password())) {
      assertThat(connection.isValid(5)).isTrue();
      assertThatThrownBy(() -> connection.createStatement().execute("CREATE TABLE t (v int)"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void anUnknownWayToRunThemIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> SharedEngines.provider("vagrant"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("vagrant")
        .hasMessageContaining("embedded")
        .hasMessageContaining("containers");
  }
}
