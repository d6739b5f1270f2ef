namespace Fairlead.Testing.Kernel;

/// <summary>What a fake kernel does wrong. Set from the test's thread, asked under the kernel's lock.</summary>
public sealed class KernelFaults
{
    private readonly Lock _lock = new();
    private int _passing;
    private int _errno;
    private Random? _chance;
    private int _oneIn;
    private int _interruptions;
    private int _lost;

    /// <summary>How long a deletion of links takes; the real kernel waits 11 to 28 ms for RCU.</summary>
    public TimeSpan RemovalTakes { get; set; }

    /// <summary>The change that comes after <paramref name="passing"/> others is refused, once.</summary>
    public void RefuseAfter(int passing, int errno)
    {
        lock (_lock)
        {
            (_passing, _errno) = (passing, errno);
        }
    }

    /// <summary>One change in so many is refused from now on, at random; none with 0.</summary>
    public void RefuseOneIn(int oneIn, int errno, Random chance)
    {
        lock (_lock)
        {
            (_chance, _oneIn, _errno) = (oneIn > 0 ? chance : null, oneIn, errno);
            _passing = 0;
        }
    }

    /// <summary>The next so many dumps are interrupted: rows are missing, and the flag NLM_F_DUMP_INTR says that they may be.</summary>
    public void InterruptDumps(int count)
    {
        lock (_lock)
        {
            _interruptions = count;
        }
    }

    /// <summary>The next so many notifications are sent to nobody, and nobody is told.</summary>
    public void LoseNews(int count)
    {
        lock (_lock)
        {
            _lost = count;
        }
    }

    /// <returns>0, or the errno with which the change is refused.</returns>
    internal int Refuses()
    {
        lock (_lock)
        {
            if (_chance is { } chance)
            {
                return chance.Next(_oneIn) == 0 ? _errno : 0;
            }

            if (_errno == 0 || _passing-- > 0)
            {
                return 0;
            }

            var errno = _errno;
            _errno = 0;
            return errno;
        }
    }

    internal bool InterruptsDump() => TakeOne(ref _interruptions);

    internal bool LosesNews() => TakeOne(ref _lost);

    private bool TakeOne(ref int left)
    {
        lock (_lock)
        {
            return left > 0 && left-- > 0;
        }
    }
}
