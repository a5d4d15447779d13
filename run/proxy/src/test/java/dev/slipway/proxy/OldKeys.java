package dev.slipway.proxy;

/// Private keys that are used nowhere, in the forms of PKCS #1 and SEC 1.
final class OldKeys {
    static final String EC =
            """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIErn6ylyY+6uvQNBvAehYndDifzKpdbfZCuEkZJBHYcioAoGCCqGSM49
            AwEHoUQDQgAEhioRgojidlyLYcTFHhRRpxjs01edDcokwNTPNJBxBSMYH+Wg6jQb
            69KyIwPgQc/OSV7eobGWO266hvi5sVfrQg==
            -----END EC PRIVATE KEY-----
            """;

    static final String RSA =
            """
            -----BEGIN RSA PRIVATE KEY-----
            MIICXgIBAAKBgQC/HfmSKE1k6L7U43nf2doopDbEg5R5zmUN9hNkp/GJN6+yHGEq
            UfP1pa5kl249EFlgX1qgjtZduWLRrAfpA2+JpVnuW6hPlu7bTrBsxSjL9OaSUjaL
            tcPByOGxLa/QmoW8dnjMPz+8mwpmDinFnVYBymIhD6FLa9THlBdgMGtvLQIDAQAB
            AoGARkwWQoaEgTuDBfduGsKdFhng80Oa13rtfMcotvt3QouzGoaJzvE6FP8OOH3i
            1J8w4NvyD+C6RNst2AW5GyJiYdIS92ouZ8okdXFIYtiWurddHn8dLIe1DGDofyDH
            zbhScD6z8ZD8k9SzkoC7TrMfcbAgHFNZ1e93jhS4lYTFw9kCQQDl16256i8FiRXC
            7+z7W/i4C5FVFHGXNDVF8Q2l3k+6t8IMlFTOIHoVi4PBzu4euwBBIwor/btstY55
            dEnUjoI3AkEA1N4OHK3QyVb+TPhAZjD0pYEeov8EowlAHQYBX9tf3d7AWpkVqp2w
            p/PWVlF1vuVg0jpDZEj2VgStr1PyQiu3uwJBALtkmp7/AXF48EYsicHynZmozMha
            T7ag+WJaA++djtHEarEI6w/YSNFyG22Twm9Jtg5lfDCbwgkDCfOaTWvA+QcCQQCa
            35yg3Q2lD3giBBTGxSOaLuFdcfGrtRVCiJYDahbL1D9bKzoKUoSvDceKMeZbJ4RU
            MDPMCRHA79J2V7tQzYH1AkEAn4YiUn80/mjTiL7Xzb5/ncSXPCjzbksQyMvdhrmX
            9ITVKxbJRoMPfGNDsCknZdOLYGCKhCGNdL1IbIJMIwDzPA==
            -----END RSA PRIVATE KEY-----
            """;

    private OldKeys() {}
}
