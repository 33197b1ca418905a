using Cairn.Storage.Catalog;

namespace Cairn.Core.Sweeps;

/// <summary>The tables of sweeps.</summary>
internal static class SweepSchema
{
    public static Migration Migration { get; } = new(
        "sweeps",
        """
        CREATE TABLE sweep (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES project (id),
            uid TEXT NOT NULL,
            name TEXT,
            description TEXT,
            state TEXT NOT NULL,
            text TEXT NOT NULL,
            config TEXT NOT NULL,
            controller TEXT,
            scheduler TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            heartbeat_at INTEGER NOT NULL,
            UNIQUE (project_id, uid));
        CREATE TABLE sweep_agent (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sweep_id INTEGER NOT NULL REFERENCES sweep (id),
            host TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            heartbeat_at INTEGER NOT NULL);
        CREATE INDEX sweep_agent_sweep ON sweep_agent (sweep_id);
        CREATE TABLE sweep_trial (
            sweep_id INTEGER NOT NULL REFERENCES sweep (id),
            number INTEGER NOT NULL,
            run_id INTEGER NOT NULL REFERENCES run (id),
            agent_id INTEGER NOT NULL,
            trial_values TEXT NOT NULL,
            issued_at INTEGER NOT NULL,
            stopped INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (sweep_id, number)) WITHOUT ROWID;
        """);
}
