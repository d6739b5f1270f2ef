namespace Fairlead.Reconciliation;

/// <summary>
/// Who has still to say what it wishes. Until each has spoken once, what bears our mark and is not wished may belong to the
/// one that has not, so nothing is pruned.
/// </summary>
internal sealed class Sources(IEnumerable<string> names)
{
    private readonly Dictionary<string, bool> _reported = names.ToDictionary(name => name, _ => false, StringComparer.Ordinal);

    public bool AllReported => _reported.Values.All(spoken => spoken);

    public IReadOnlyList<string> Silent =>
        [.. _reported.Where(source => !source.Value).Select(source => source.Key).Order(StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">No such source was announced.</exception>
    public void Reported(string name)
    {
        if (!_reported.ContainsKey(name))
        {
            throw new ArgumentException($"no source '{name}' was announced; there are {string.Join(", ", _reported.Keys)}", nameof(name));
        }

        _reported[name] = true;
    }
}
