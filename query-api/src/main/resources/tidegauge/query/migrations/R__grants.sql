-- What the service's role may do: not own, not delete. ${flyway:timestamp}
GRANT USAGE ON SCHEMA tidegauge_query TO "${role}";
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA tidegauge_query TO "${role}";
REVOKE ALL ON tidegauge_query.flyway_schema_history FROM "${role}";
