using Fairlead.Reconciliation;

namespace Fairlead.Linux.Netlink;

/// <summary>Messages of many changes in one batch, and the way back from each answer to the change it belongs to.</summary>
internal sealed class ChangeBatch(NetlinkConnection connection)
{
    private readonly NetlinkBatch _batch = new();
    private readonly List<int> _places = [];

    /// <summary>Writes one message for the change at a place; a change may have several.</summary>
    public void Add(int place, Action<NetlinkBatch> write)
    {
        write(_batch);
        _places.Add(place);
    }

    /// <summary>Sends all. The first refusal of a change is its result; removing what is gone has succeeded.</summary>
    public void Execute<TKey, TRow>(IReadOnlyList<Change<TKey, TRow>> changes, WorldException?[] results, string noun)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        if (_places.Count == 0)
        {
            return;
        }

        var answers = connection.Execute(_batch);
        for (var i = 0; i < answers.Length; i++)
        {
            var place = _places[i];
            if (answers[i].IsSuccess || results[place] is not null)
            {
                continue;
            }

            var change = changes[place];
            var error = answers[i].ToException(change.Desired is null ? "removing" : change.Actual is null ? "adding" : "changing", $"{noun} {change.Key}");
            if (change.Desired is not null || !error.IsNotFound)
            {
                results[place] = error;
            }
        }
    }
}
