-- What the service's role may do: not own, and delete only what has its day. ${flyway:timestamp}
GRANT USAGE ON SCHEMA tidegauge_query TO "${role}";
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA tidegauge_query TO "${role}";
GRANT DELETE ON tidegauge_query.rules, tidegauge_query.server_events, tidegauge_query.server_states TO "${role}";
REVOKE UPDATE ON tidegauge_query.server_events FROM "${role}";
REVOKE INSERT ON tidegauge_query.health_lead, tidegauge_query.rule_edits FROM "${role}";
REVOKE ALL ON tidegauge_query.flyway_schema_history FROM "${role}";
