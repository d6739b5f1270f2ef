namespace Fairlead.Simulation.Pods;

/// <summary>How long ADDs waited for an address.</summary>
public sealed class AddRecord
{
    private readonly List<double> _seconds = [];

    public int Count => _seconds.Count;

    /// <summary>Those that had to wait at all.</summary>
    public int Waited { get; private set; }

    public double Longest { get; private set; }

    public void Add(TimeSpan wait)
    {
        _seconds.Add(wait.TotalSeconds);
        Waited += wait > TimeSpan.Zero ? 1 : 0;
        Longest = Math.Max(Longest, wait.TotalSeconds);
    }

    /// <returns>Seconds; of none, 0.</returns>
    public double Quantile(double share)
    {
        if (_seconds.Count == 0)
        {
            return 0;
        }

        _seconds.Sort();
        return _seconds[Math.Min(_seconds.Count - 1, (int)(share * _seconds.Count))];
    }
}
