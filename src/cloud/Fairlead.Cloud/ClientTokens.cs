namespace Fairlead.Cloud;

/// <summary>What makes a repeated call act once.</summary>
public static class ClientTokens
{
    /// <summary>32 hexadecimal digits; clouds take up to 64 ASCII characters.</summary>
    public static string Make() => Guid.NewGuid().ToString("N");
}
