namespace Fairlead.Planning.Paths.World;

/// <summary>What an agent wishes and how far it is, as it last said.</summary>
public sealed record AgentSnapshot(IReadOnlyList<AgentRow> Rows)
{
    /// <summary>The row of a table whose key or wish names all of these words.</summary>
    public AgentRow? Find(string table, params string[] words) =>
        Rows.FirstOrDefault(row => row.Table == table && words.All(word => $"{row.Key} {row.Wanted}".Contains(word, StringComparison.Ordinal)));
}

/// <param name="Wanted">Empty where it should not be there.</param>
/// <param name="Kernel">Empty where it is not there.</param>
public sealed record AgentRow(string Table, string Key, string Wanted, string Kernel, string Status, string Error);
