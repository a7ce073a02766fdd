-- Rules, states of servers and their changes. A service sees the rows of the tenant that its transaction names, and no others.
ALTER TABLE servers
    ADD COLUMN owner text   NOT NULL DEFAULT '',
    ADD COLUMN tags  text[] NOT NULL DEFAULT '{}';

-- A tenant who has edited rules has those in this table and no others; all others have the defaults.
CREATE TABLE rule_tenants
(
    tenant    text        NOT NULL PRIMARY KEY,
    edited_at timestamptz NOT NULL
);

CREATE TABLE rules
(
    tenant      text             NOT NULL,
    id          text             NOT NULL,
    name        text             NOT NULL,
    signal      text             NOT NULL,
    metric      text             NOT NULL,
    match       text[]           NOT NULL,
    compare     text             NOT NULL,
    warning     double precision,
    critical    double precision,
    for_seconds integer          NOT NULL,
    enabled     boolean          NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE TABLE server_states
(
    tenant   text        NOT NULL,
    server   text        NOT NULL,
    state    text        NOT NULL,
    since    timestamptz NOT NULL,
    findings jsonb       NOT NULL,
    PRIMARY KEY (tenant, server)
);

CREATE TABLE server_events
(
    tenant     text        NOT NULL,
    id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    time       timestamptz NOT NULL,
    server     text        NOT NULL,
    from_state text        NOT NULL,
    to_state   text        NOT NULL,
    findings   jsonb       NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX server_events_newest ON server_events (tenant, time DESC, id DESC);
CREATE INDEX server_events_of_server ON server_events (tenant, server, time DESC, id DESC);

ALTER TABLE rule_tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE rule_tenants FORCE ROW LEVEL SECURITY;
ALTER TABLE rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE rules FORCE ROW LEVEL SECURITY;
ALTER TABLE server_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE server_states FORCE ROW LEVEL SECURITY;
ALTER TABLE server_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE server_events FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_only ON rule_tenants
    USING (tenant = current_setting('tidegauge.tenant', true))
    WITH CHECK (tenant = current_setting('tidegauge.tenant', true));
CREATE POLICY tenant_only ON rules
    USING (tenant = current_setting('tidegauge.tenant', true))
    WITH CHECK (tenant = current_setting('tidegauge.tenant', true));
CREATE POLICY tenant_only ON server_states
    USING (tenant = current_setting('tidegauge.tenant', true))
    WITH CHECK (tenant = current_setting('tidegauge.tenant', true));
CREATE POLICY tenant_only ON server_events
    USING (tenant = current_setting('tidegauge.tenant', true))
    WITH CHECK (tenant = current_setting('tidegauge.tenant', true));

-- Of no tenant: which node records events, until when, and how often rules were edited.
CREATE TABLE health_lead
(
    one   boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
    node  text        NOT NULL,
    until timestamptz NOT NULL
);

CREATE TABLE rule_edits
(
    one    boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
    number bigint  NOT NULL
);

INSERT INTO health_lead (node, until) VALUES ('', '-infinity');
INSERT INTO rule_edits (number) VALUES (0);
