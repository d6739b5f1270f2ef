namespace Fairlead.Allocation.Pools;

/// <summary>How large a stock is to be.</summary>
internal static class PoolTarget
{
    /// <summary><c>batch * ceil((used + minFree) / batch)</c>, and no more than the node can have.</summary>
    /// <param name="used">Addresses that pods have or wait for.</param>
    public static int Of(int used, int minFree, int batch, int most)
    {
        var step = Math.Max(1, batch);
        var wanted = ((long)Math.Max(0, used) + Math.Max(0, minFree) + step - 1) / step * step;
        return (int)Math.Min(wanted, Math.Max(0, most));
    }
}
