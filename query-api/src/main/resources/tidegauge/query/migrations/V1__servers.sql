-- What people know of servers. A service sees the rows of the tenant that its transaction names, and no others.
CREATE TABLE servers
(
    tenant      text        NOT NULL,
    id          text        NOT NULL,
    hostname    text        NOT NULL,
    environment text        NOT NULL DEFAULT '',
    role        text        NOT NULL DEFAULT '',
    location    text        NOT NULL DEFAULT '',
    first_seen  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);

ALTER TABLE servers ENABLE ROW LEVEL SECURITY;
ALTER TABLE servers FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_only ON servers
    USING (tenant = current_setting('tidegauge.tenant', true))
    WITH CHECK (tenant = current_setting('tidegauge.tenant', true));
