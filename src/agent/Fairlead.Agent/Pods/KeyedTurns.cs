namespace Fairlead.Agent.Pods;

/// <summary>One at a time for each key: a DEL that a runtime sends while its ADD still runs waits for the end of it.</summary>
internal sealed class KeyedTurns<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Turn> _turns = [];

    /// <summary>Waits for its turn, which lasts until what is returned is disposed by the same thread.</summary>
    public IDisposable Enter(TKey key)
    {
        Turn? turn;
        lock (_turns)
        {
            if (!_turns.TryGetValue(key, out turn))
            {
                _turns[key] = turn = new Turn(this, key);
            }

            turn.Users++;
        }

        Monitor.Enter(turn);
        return turn;
    }

    private void Leave(Turn turn)
    {
        Monitor.Exit(turn);
        lock (_turns)
        {
            if (--turn.Users == 0)
            {
                _turns.Remove(turn.Key);
            }
        }
    }

    private sealed class Turn(KeyedTurns<TKey> all, TKey key) : IDisposable
    {
        public TKey Key { get; } = key;

        public int Users { get; set; }

        public void Dispose() => all.Leave(this);
    }
}
