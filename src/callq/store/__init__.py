"""The store: schema, connections and the statements that read and write it."""
