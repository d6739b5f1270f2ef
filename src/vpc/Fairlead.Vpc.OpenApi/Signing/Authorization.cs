namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>The header of signature version 3: <c>ACS3-HMAC-SHA256 Credential=ID,SignedHeaders=a;b;c,Signature=HEX</c>.</summary>
/// <param name="SignedHeaders">In lower case, joined by semicolons, as the header has them.</param>
internal sealed record Authorization(string Credential, string SignedHeaders, string Signature)
{
    /// <returns>Null where a part is missing.</returns>
    public static Authorization? Read(string header)
    {
        string? credential = null, signedHeaders = null, signature = null;
        foreach (var range in header.AsSpan(SignatureVersion3.Algorithm.Length).Split(','))
        {
            var part = header.AsSpan(SignatureVersion3.Algorithm.Length)[range].Trim();
            credential ??= After(part, "Credential=");
            signedHeaders ??= After(part, "SignedHeaders=");
            signature ??= After(part, "Signature=");
        }

        return credential is null || signedHeaders is null || signature is null ? null : new Authorization(credential, signedHeaders, signature);
    }

    public bool Signs(string header)
    {
        foreach (var name in SignedHeaders.AsSpan().Split(';'))
        {
            if (SignedHeaders.AsSpan()[name].Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string? After(ReadOnlySpan<char> part, string name) =>
        part.StartsWith(name, StringComparison.Ordinal) && part.Length > name.Length ? part[name.Length..].ToString() : null;
}
